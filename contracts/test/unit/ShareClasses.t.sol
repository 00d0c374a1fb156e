// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {ActType, Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev What is done with a whole class, by two parties and after notice; what a holder does with certificates.
contract ShareClassesTest is Town {
    uint256 private constant NOTICE = 7 days;
    uint256 private id;
    uint256 private units;

    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        units = master.certificateOf(shares, id).units;
    }

    function _split(uint256 certificate, uint256 part) private pure returns (bytes memory) {
        return abi.encodeWithSignature("split(uint256,uint256)", certificate, part);
    }

    function _merge(uint256 certificate, uint256 into) private pure returns (bytes memory) {
        return abi.encodeWithSignature("merge(uint256,uint256)", certificate, into);
    }

    function _askCall(uint64 numerator, uint64 denominator) private view returns (bytes memory) {
        return abi.encodeWithSignature("askConversion(address,uint64,uint64)", shares, numerator, denominator);
    }

    function _confirmCall(uint64 numerator, uint64 denominator) private view returns (bytes memory) {
        return abi.encodeWithSignature("confirmConversion(address,uint64,uint64)", shares, numerator, denominator);
    }

    function _begin(uint64 numerator, uint64 denominator) private {
        _do(ida, ida, _askCall(numerator, denominator));
        vm.warp(block.timestamp + NOTICE);
        _do(tan, tan, _confirmCall(numerator, denominator));
    }

    /// @dev Every certificate there is, converted; who holds what adds up to the supply.
    function _convertAll() private {
        uint256 last = master.faceOf(shares).certificates;
        uint256[] memory ids = new uint256[](1);
        for (uint256 i = 1; i <= last; ++i) {
            if (master.certificateOf(shares, i).owner == address(0)) continue;
            ids[0] = i;
            master.convert(shares, ids);
        }
        uint256 sum;
        address[5] memory all = [ivan, iris, ida, omar, tan];
        for (uint256 i; i < 5; ++i) {
            sum += master.holdingOf(shares, all[i]).units;
        }
        vm.assertEq(sum, master.faceOf(shares).supply, "the sum over holders is the supply");
    }

    // -- split and merge

    function test_what_is_no_split_or_merge() external {
        _refuse(ivan, shares, _split(id, 0), abi.encodeWithSelector(IMasterEvents.MasterAmountZero.selector));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterUnitsTooFew.selector, id, units, units);
        _refuse(ivan, shares, _split(id, units), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, iris);
        _refuse(iris, shares, _split(id, 1), reason);
        _refuse(ivan, shares, _merge(id, id), abi.encodeWithSelector(IMasterEvents.MasterNotMergeable.selector, id, id));
        uint256 none = 99;
        reason = abi.encodeWithSelector(IMasterEvents.MasterNoSuchCertificate.selector, shares, none);
        _refuse(ivan, shares, _merge(id, none), reason);
    }

    function test_an_offered_certificate_is_neither_split_nor_merged() external {
        IBook market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _do(ivan, shares, _split(id, 10));
        uint256 part = master.faceOf(shares).certificates;
        _ask(ivan, market, id, 100, 300);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterEncumbered.selector, id, address(market));
        _refuse(ivan, shares, _split(id, 1), reason);
        _refuse(ivan, shares, _merge(part, id), reason);
        _refuse(ivan, shares, _merge(id, part), reason);
    }

    function testFuzz_split_and_merge_keep_units_and_history(uint256 part) external {
        part = 1 + part % (units - 1);
        uint64 locked = master.certificateOf(shares, id).lockedUntil;
        uint64 acquired = master.certificateOf(shares, id).acquiredAt;
        vm.warp(block.timestamp + 1 days);
        _do(ivan, shares, _split(id, part));
        uint256 other = master.faceOf(shares).certificates;
        vm.assertEq(master.certificateOf(shares, other).units, part, "the part");
        vm.assertEq(master.certificateOf(shares, other).parent, id, "split from it");
        vm.assertEq(master.certificateOf(shares, other).acquiredAt, acquired, "acquired when the whole was");
        vm.assertEq(master.certificateOf(shares, other).lockedUntil, locked, "and locked as long");
        vm.assertEq(master.holdingOf(shares, ivan).certificates, 2, "two certificates");
        _do(ivan, shares, _merge(other, id));
        vm.assertEq(master.certificateOf(shares, id).units, units, "whole again");
        vm.assertEq(master.certificateOf(shares, other).owner, address(0), "and the part is gone");
        vm.assertEq(master.holdingOf(shares, ivan).certificates, 1, "one certificate");
        vm.assertEq(master.holdingOf(shares, ivan).units, units, "as many units as before");
    }

    // -- another trustee

    function test_a_class_passes_to_another_trustee_by_issuer_and_regulator() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        bytes memory confirm = abi.encodeWithSignature("confirmClassTrustee(address,address)", shares, tess);
        _refuse(rania, rania, confirm, abi.encodeWithSelector(IMasterEvents.MasterNothingAsked.selector, shares));
        _do(ida, ida, abi.encodeWithSignature("askClassTrustee(address,address)", shares, tess));
        bytes memory reason = abi.encodeWithSelector(
            IMasterEvents.MasterTooEarly.selector, block.timestamp + NOTICE, block.timestamp
        );
        _refuse(rania, rania, confirm, reason);
        vm.warp(block.timestamp + NOTICE);
        _do(rania, rania, confirm);
        vm.assertEq(master.faceOf(shares).trustee, tess, "Tess keeps it");
        _refuse(rania, rania, confirm, abi.encodeWithSelector(IMasterEvents.MasterNothingAsked.selector, shares));
    }

    // -- conversion

    function test_a_conversion_takes_two_parties_one_ratio_and_the_notice() external {
        bytes memory nothing = abi.encodeWithSelector(IMasterEvents.MasterNothingAsked.selector, shares);
        _refuse(tan, tan, _confirmCall(2, 1), nothing);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterRatioOutOfRange.selector, 1, 0);
        _refuse(ida, ida, _askCall(1, 0), reason);
        _do(ida, ida, _askCall(2, 1));
        reason =
            abi.encodeWithSelector(IMasterEvents.MasterTooEarly.selector, block.timestamp + NOTICE, block.timestamp);
        _refuse(tan, tan, _confirmCall(2, 1), reason);
        vm.warp(block.timestamp + NOTICE);
        _refuse(tan, tan, _confirmCall(3, 1), nothing);
        _do(tan, tan, _confirmCall(2, 1));
        _refuse(ida, ida, _askCall(2, 1), abi.encodeWithSelector(IMasterEvents.MasterClassBusy.selector, shares));
    }

    function test_an_unconverted_certificate_waits() external {
        _begin(2, 1);
        _refuse(ivan, shares, _split(id, 1), abi.encodeWithSelector(IMasterEvents.MasterUnconverted.selector, id));
        _convertAll();
        _do(ivan, shares, _split(id, 1));
        uint256[] memory again = new uint256[](1);
        again[0] = id;
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotConvertible.selector, id));
        master.convert(shares, again);
    }

    function test_an_offer_gives_way_to_a_conversion() external {
        IBook market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _ask(ivan, market, id, 100, 300);
        _begin(2, 1);
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookConverting.selector);
        _refuse(iris, address(market), ringgit, 3_000, _bidCall(10, 300), reason);
        market.push(1);
        _convertAll();
        vm.assertEq(master.certificateOf(shares, id).units, 2 * units, "doubled");
    }

    function testFuzz_one_ratio_for_all_and_the_rest_to_the_issuer(uint64 numerator, uint64 denominator, uint256 part) external {
        (numerator, denominator) = (numerator % 1_000, 1 + denominator % 1_000);
        part = 1 + part % (units - 1);
        _do(ivan, shares, _split(id, part));
        uint256 before = master.faceOf(shares).supply;
        _begin(numerator, denominator);
        _convertAll();
        uint256 wanted = part * numerator / denominator + (units - part) * numerator / denominator;
        vm.assertEq(master.holdingOf(shares, ivan).units, wanted, "each rounded down");
        vm.assertEq(master.faceOf(shares).supply, before * numerator / denominator, "and nothing lost");
    }

    // -- record dates

    function test_a_record_keeps_what_was_held_whatever_comes_later() external {
        RecordKeeper keeper = _keeper();
        uint64 day = uint64(block.timestamp + 3 days);
        bytes memory call = abi.encodeCall(RecordKeeper.set, (shares, day));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotYourSupply.selector, shares, omar);
        _refuse(omar, address(keeper), call, reason);
        _do(ida, address(keeper), call);
        _refuse(ida, address(keeper), call, abi.encodeWithSelector(IMasterEvents.MasterClassBusy.selector, shares));
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNoSuchRecord.selector, shares, 1));
        master.unitsAt(shares, 1, ivan);

        vm.warp(day + 1);
        vm.assertEq(master.unitsAt(shares, 1, ivan), units, "never changed since");
        IBook market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(iris, 1_000_000);
        _ask(ivan, market, id, 100, 300);
        _bid(iris, market, 40, 300);
        _bid(iris, market, 60, 300);
        vm.assertEq(master.unitsAt(shares, 1, ivan), units, "what he had then");
        vm.assertEq(master.unitsAt(shares, 1, iris), master.holdingOf(shares, iris).units - 100, "what she had then");
        _do(ida, address(keeper), abi.encodeCall(RecordKeeper.set, (shares, uint64(block.timestamp))));
        vm.warp(block.timestamp + 1);
        vm.assertEq(master.unitsAt(shares, 2, ivan), units - 100, "the second record is of its own day");
        vm.assertEq(master.unitsAt(shares, 1, ivan), units, "and the first stays");
    }

    function _keeper() private returns (RecordKeeper) {
        address code = address(new RecordKeeper(address(master)));
        _do(rania, rania, _announceCall("keeper", code, true, Role.Operator));
        vm.warp(block.timestamp + NOTICE);
        _do(omar, omar, _activateCall("keeper"));
        bytes memory open = abi.encodeCall(RecordKeeper.open, ());
        return RecordKeeper(_addressIn(_do(ida, code, open), IMasterEvents.Opened.selector, 1));
    }
}

/// @dev The least that a template for dividends and votes does: it sets record dates for the class's issuer.
contract RecordKeeper {
    IMarketMaster private immutable MASTER;

    constructor(address master) {
        MASTER = IMarketMaster(master);
    }

    function open() external view {
        MASTER.entrant();
    }

    function set(address face, uint64 recordAt) external {
        MASTER.setRecordDate(face, recordAt);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](2);
        list[0] = ActType(this.open.selector, 100_000, 1, "OpenKeeper(address template,address asset,uint256 most,uint256 nonce,uint256 deadline)");
        list[1] = ActType(this.set.selector, 100_000, 1, "SetRecord(address keeper,address asset,uint256 most,address face,uint64 recordAt,uint256 nonce,uint256 deadline)");
    }
}

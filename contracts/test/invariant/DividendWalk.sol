// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDividend} from "../../src/interfaces/IDividend.sol";
import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Act, Class, Role} from "../../src/libraries/Types.sol";
import {ActionTown} from "../ActionTown.sol";

/// @dev A random walk through the dividends of one class, one after the other: declared at any rate, funded by the issuer or
/// its trustee, paid in any batches while units change hands, holders are frozen, and time passes.
contract DividendWalk is ActionTown {
    IDividend[] private dividends;
    address[] private doors;
    /// @dev What each door had before the first dividend: nothing else pays or debits these doors.
    mapping(address door => uint256) public before;

    constructor() {
        ActionTown.setUp();
        _setRule("equity-transfers", 0, 1);
        (doors, recordAt) = (_holders(), uint64(block.timestamp));
        doors.push(_admitClient(omar, Role.Investor, "nora", tan, Class.Retail));
        doors.push(_admitClient(omar, Role.Investor, "noor", tan, Class.Retail));
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(ivan, 7);
        for (uint256 i; i < doors.length; ++i) {
            before[doors[i]] = master.balanceOf(ringgit, doors[i]);
        }
        declare(525, 1);
    }

    // -- what the promises look at

    function kernel() external view returns (IMarketMaster) {
        return master;
    }

    function things() external view returns (address face, address token, address[] memory list, IDividend[] memory all) {
        return (shares, ringgit, doors, dividends);
    }

    function _last() private view returns (IDividend) {
        return dividends[dividends.length - 1];
    }

    // -- steps

    /// @dev The door's own signer asks; whether it is done, the market says.
    function _go(address door, address target, address asset, bytes memory call) private returns (bool ok) {
        Act memory a = Act(target, call, asset, type(uint56).max, _nextNonce[door]++, block.timestamp + 1 hours);
        vm.prank(vm.addr(_keysOf[door][0]));
        (ok,) = door.call(abi.encodeCall(IDoor.act, (a)));
    }

    function declare(uint256 rate, uint256 later) public {
        (recordAt, payableAt) = (uint64(block.timestamp + later % 5 days), uint64(block.timestamp + later % 5 days + later % 3));
        vm.recordLogs();
        if (!_go(ida, dividendTemplate, address(0), _declareCall(rate % 1_000))) return;
        dividends.push(IDividend(_addressIn(vm.getRecordedLogs(), IMasterEvents.Opened.selector, 1)));
    }

    function fund(bool fromBank, bytes32 ref) external {
        if (!fromBank) _go(ida, address(_last()), ringgit, abi.encodeCall(IDividend.fund, ()));
        else if (_last().awaited() != 0) _try(tan, tan, address(0), 0, _mintCall(address(_last()), _last().awaited(), ref));
    }

    function cancel() external {
        if (recordAt % 7 == 0) _go(ida, address(_last()), address(0), abi.encodeCall(IDividend.cancel, ("no")));
    }

    function pay(uint256 from, uint256 many) external {
        address[] memory list = new address[](many % 5);
        for (uint256 i; i < list.length; ++i) {
            list[i] = doors[(from % 100 + i) % doors.length];
        }
        _push(abi.encodeCall(IDividend.pay, (list)));
    }

    function collect(uint256 who) external {
        _push(abi.encodeCall(IDividend.collect, (doors[who % doors.length])));
    }

    function end(bool lapses) external {
        _push(lapses ? abi.encodeCall(IDividend.lapse, ()) : abi.encodeCall(IDividend.finish, ()));
    }

    function _push(bytes memory call) private returns (bool ok) {
        (ok,) = address(_last()).call(call);
    }

    /// @dev A part of one holder's units goes to another.
    function move(uint256 from, uint256 to, uint256 units) external {
        address door = doors[from % doors.length];
        uint256 id;
        for (uint256 i = 1; i <= master.faceOf(shares).certificates; ++i) {
            if (master.certificateOf(shares, i).owner == door) id = i;
        }
        if (id == 0) return;
        uint256 all = master.certificateOf(shares, id).units;
        _go(door, shares, shares, abi.encodeWithSignature("split(uint256,uint256)", id, 1 + units % all));
        bytes memory call =
            abi.encodeWithSignature("transferFrom(address,address,uint256)", door, doors[to % doors.length], id);
        _go(door, shares, shares, call);
    }

    function freeze(uint256 who) external {
        address door = doors[who % doors.length];
        if (!master.isFrozen(door)) _freeze(door);
    }

    function jump(uint256 time) external {
        vm.warp(block.timestamp + 1 + (time % 9 == 0 ? time % 400 days : time % 2 days));
    }

    /// @dev Who is not the kernel cannot make it give back, and nobody else's act takes from it.
    function attack(uint256 who) external {
        address door = doors[who % doors.length];
        (bool ok,) = address(_last()).call(abi.encodeWithSignature("surrender(address)", door));
        vm.assertTrue(!ok, "only the kernel asks it to surrender");
        vm.assertTrue(!_go(door, address(_last()), ringgit, abi.encodeCall(IDividend.fund, ())), "only the issuer funds");
        vm.assertTrue(!_go(door, address(_last()), ringgit, abi.encodeCall(IDividend.cancel, ("x"))), "only the issuer cancels");
    }
}

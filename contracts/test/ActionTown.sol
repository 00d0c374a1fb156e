// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBallot} from "../src/interfaces/IBallot.sol";
import {IDividend} from "../src/interfaces/IDividend.sol";
import {IMasterEvents} from "../src/interfaces/IMasterEvents.sol";
import {Town} from "./Town.sol";

/// @dev A class that is held: Ivan has 1,500 units, Iris 500; Ida has the proceeds. She declares dividends and asks questions.
abstract contract ActionTown is Town {
    /// @dev Five sen and a quarter for a unit.
    uint256 internal constant RATE = 525;
    uint256 internal constant DUE = 2_000 * RATE / 100;

    uint64 internal recordAt;
    uint64 internal payableAt;

    function setUp() public virtual override {
        super.setUp();
        _settled();
        (recordAt, payableAt) = (uint64(block.timestamp + 3 days), uint64(block.timestamp + 5 days));
    }

    function _declareCall(uint256 rate) internal view returns (bytes memory) {
        return abi.encodeCall(IDividend.declare, (shares, ringgit, rate, recordAt, payableAt, bytes32("Final 2026")));
    }

    function _declare(uint256 rate) internal returns (IDividend) {
        return IDividend(_addressIn(_do(ida, dividendTemplate, _declareCall(rate)), IMasterEvents.Opened.selector, 1));
    }

    function _fund(IDividend dividend) internal {
        _do(ida, address(dividend), ringgit, dividend.awaited(), abi.encodeCall(IDividend.fund, ()));
    }

    function _poseCall(uint16 quorum, IBallot.Resolution resolution) internal view returns (bytes memory) {
        return abi.encodeCall(IBallot.pose, (shares, keccak256("text"), recordAt, payableAt, quorum, resolution));
    }

    function _pose(uint16 quorum, IBallot.Resolution resolution) internal returns (IBallot) {
        bytes memory call = _poseCall(quorum, resolution);
        return IBallot(_addressIn(_do(ida, ballotTemplate, call), IMasterEvents.Opened.selector, 1));
    }

    function _voteCall(IBallot.Choice choice) internal pure returns (bytes memory) {
        return abi.encodeCall(IBallot.vote, (choice));
    }

    function _holders() internal view returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (ivan, iris);
    }

    function _only(address door) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = door;
    }
}

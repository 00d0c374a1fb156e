// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {Vm} from "../Vm.sol";
import {Street} from "./Street.sol";

/// @dev What trades in the book make of everybody's wealth, as its events tell them: units for money, at the price of each
/// one's order or a better one.
abstract contract Fills is Street {
    mapping(uint256 order => uint256 price) private _priceOf;

    /// @dev What each must have at least, now that these logs were written; returns whether anything was traded.
    function _trade(uint256[] memory wealth, Vm.Log[] memory logs) internal returns (bool traded) {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(market)) continue;
            (bytes32 kind, uint256 order) = (_topic(logs[i], 0), uint256(_topic(logs[i], 1)));
            if (kind == IBookEvents.Placed.selector) {
                (,, _priceOf[order],,,) = abi.decode(logs[i].data, (uint256, uint256, uint256, uint64, uint256, uint256));
            } else if (kind == IBookEvents.OrderReentered.selector) {
                _priceOf[abi.decode(logs[i].data, (uint256))] = _priceOf[order];
            } else if (kind == IBookEvents.Filled.selector) {
                _fill(wealth, logs[i], order);
                traded = true;
            }
        }
    }

    /// @dev The book is of the first class in the first money; it asks no fee.
    function _fill(uint256[] memory wealth, Vm.Log memory entry, uint256 bid) private view {
        (address buyer, address seller,, uint256 units, uint256 price,,) =
            abi.decode(entry.data, (address, address, uint256, uint256, uint256, uint256, uint256));
        vm.assertLe(price, _priceOf[bid], "nobody pays more than he bid");
        vm.assertLe(_priceOf[uint256(_topic(entry, 2))], price, "nobody gets less than he asked for");
        for (uint256 i; i < investors.length; ++i) {
            if (investors[i] == buyer) wealth[4 * i + 2] += units;
            if (investors[i] == seller) {
                wealth[4 * i] += units * price;
                wealth[4 * i + 2] -= units;
            }
        }
    }
}
